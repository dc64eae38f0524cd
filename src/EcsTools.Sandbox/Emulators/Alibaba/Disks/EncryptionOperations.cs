using EcsTools.Sandbox.Fleet;

namespace EcsTools.Sandbox.Emulators.Alibaba.Disks;

/// <summary>Encryption of new disks (docs/contracts/alibaba-ecs-lifecycle.md 2.7, 2.8).</summary>
internal static class EncryptionOperations
{
    public static IEnumerable<AlibabaOperation> All() =>
    [
        new("DescribeDiskEncryptionByDefaultStatus", IsWrite: false, (call, response) => response.Flag("Encrypted", call.Backend.EncryptionKeys.EncryptsByDefault))
        {
            NeedsRegion = true,
        },
    ];

    /// <summary>The key of the disk that ReplaceSystemDisk creates: nothing is inherited from the old disk.</summary>
    /// <returns>Null for a disk that is not encrypted.</returns>
    public static string? ReadKey(AlibabaRequestContext call, Image image)
    {
        EncryptionKeys keys = call.Backend.EncryptionKeys;
        string? named = call.Text("KMSKeyId") is { Length: > 0 } id ? id : null;
        if (!call.Flag("Encrypted"))
        {
            return named is null
                ? PlainRequest(call, image)
                : throw new AlibabaApiError(400, "InvalidParameter.EncryptedIllegal", "The value of parameter Encrypted is illegal.");
        }

        if (named is not null)
        {
            CheckKey(call, named);
            return image.EncryptionKeyId is null || image.IsShared || image.EncryptionKeyId == named
                ? named
                : throw new AlibabaApiError(400, "InvalidKmsKeyId.NotMatchSnapshot", "The specified KMSKeyId does not match the snapshot.");
        }

        return image is { EncryptionKeyId: { } own, IsShared: false } ? own : keys.ServiceKeyId;
    }

    private static string? PlainRequest(AlibabaRequestContext call, Image image)
    {
        EncryptionKeys keys = call.Backend.EncryptionKeys;
        bool isExplicit = call.Text("Encrypted") is not null;
        if (image is { EncryptionKeyId: not null, IsShared: true })
        {
            throw new AlibabaApiError(400, "InvalidParam.EncryptedMismatch", "The specified image is a shared encrypted image; the disk must be encrypted.");
        }

        if (image.EncryptionKeyId is { } own)
        {
            return !isExplicit && !call.Undocumented.AlibabaEncryptedImageDemandsWord
                ? own
                : throw new AlibabaApiError(403, "InvalidEncrypted.NotMatchSnapshot", "The specified Encrypted does not match the snapshot.");
        }

        if (keys.EncryptsByDefault)
        {
            return !isExplicit && !call.Undocumented.AlibabaDefaultEncryptionDemandsWord
                ? keys.ServiceKeyId
                : throw new AlibabaApiError(
                    403, "InvalidEncrypted.NotMatchDiskDefaultEncryption", "The disk must be encrypted since default encryption is enabled.");
        }

        return null;
    }

    private static void CheckKey(AlibabaRequestContext call, string id)
    {
        if (!call.Backend.EncryptionKeys.Exists(id))
        {
            throw new AlibabaApiError(404, "InvalidParameter.KMSKeyId.NotFound", "The specified parameter KMSKeyId does not exist.");
        }

        if (call.Backend.EncryptionKeys.Disabled.Contains(id))
        {
            throw new AlibabaApiError(403, "InvalidParameter.KMSKeyId.CMKNotEnabled", "The CMK needs to be enabled.");
        }
    }
}
