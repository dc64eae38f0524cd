namespace EcsTools.Core.Diagnostics;

/// <summary>A value of the present flow and of everything started from it, found without being passed through every call.</summary>
internal sealed class AmbientValue<T>
{
    private readonly AsyncLocal<Box?> _value = new();
    private readonly T _otherwise;

    public AmbientValue(T otherwise) => _otherwise = otherwise;

    /// <summary>The value of the present flow.</summary>
    public T Current => _value.Value is { } box ? box.Value : _otherwise;

    /// <summary>Sets it for the present flow and everything started from it.</summary>
    /// <returns>Dispose it to restore what was set before.</returns>
    public IDisposable Use(T value)
    {
        Restorer restorer = new(this, _value.Value);
        _value.Value = new Box(value);
        return restorer;
    }

    private sealed record Box(T Value);

    private sealed class Restorer : IDisposable
    {
        private readonly AmbientValue<T> _ambient;
        private readonly Box? _before;

        public Restorer(AmbientValue<T> ambient, Box? before)
        {
            _ambient = ambient;
            _before = before;
        }

        public void Dispose() => _ambient._value.Value = _before;
    }
}
