using EcsTools.Tests.Labs;

namespace EcsTools.Tests.Guests;

/// <summary>Real guests run one test after another: each takes a processor and memory of its own.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class RealGuestCollection : ICollectionFixture<OpenStackLab>
{
    public const string Name = "real guests";
}
