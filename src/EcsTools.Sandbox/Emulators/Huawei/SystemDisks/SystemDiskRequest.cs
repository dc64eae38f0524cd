namespace EcsTools.Sandbox.Emulators.Huawei.SystemDisks;

/// <summary>The body of a reinstallation or change of OS (docs/contracts/huawei-ecs.md 3.6, 3.7).</summary>
internal sealed class SystemDiskRequest
{
    private const int MostUserData = 32 * 1024;

    private SystemDiskRequest()
    {
    }

    /// <summary>Null for the present image.</summary>
    public string? ImageId { get; private set; }

    public string? KeyName { get; private set; }

    /// <summary>The owner of the key pair; null for the caller.</summary>
    public string? UserId { get; private set; }

    public string? Password { get; private set; }

    /// <summary>True if user data configures the guest instead.</summary>
    public bool HasUserData { get; private set; }

    /// <summary>True if the user brings the license.</summary>
    public bool IsByol { get; private set; }

    public bool StopsFirst { get; private set; }

    public bool IsAutoPay { get; private set; }

    /// <summary>The key of the new disk; null for a disk that is not encrypted, which is the default
    /// (docs/contracts/huawei-ecs-lifecycle.md 2.5).</summary>
    public string? EncryptionKeyId { get; private set; }

    /// <summary>True on the v2 path: the image is assumed to contain Cloud-Init.</summary>
    public bool WithCloudInit { get; private set; }

    public static SystemDiskRequest Read(RequestContext call, bool withCloudInit, bool isChange)
    {
        JObject options = call.Body.Object(isChange ? "os-change" : "os-reinstall") ?? throw call.Malformed("request body is illegal.");
        JObject? metadata = options.Object("metadata");
        SystemDiskRequest request = new()
        {
            ImageId = isChange ? ReadImageId(call, options) : null,
            KeyName = options.Text("keyname"),
            UserId = options.Text("userid"),
            Password = ReadPassword(call, options),
            HasUserData = ReadUserData(call, metadata, withCloudInit),
            IsByol = ReadByol(call, metadata),
            StopsFirst = options.Text("mode") == "withStopServer" && (!call.IsOtc || call.Undocumented.OtcStopsFirst),
            IsAutoPay = isChange && !call.IsOtc && options.Text("isAutoPay") == "true",
            WithCloudInit = withCloudInit,
            EncryptionKeyId = ReadKey(call, metadata),
        };
        request.CheckLogin(call, isChange);
        return request;
    }

    private static string ReadImageId(RequestContext call, JObject options) =>
        options.Text("imageid") is { } id && Guid.TryParseExact(id, "D", out _) ? id : throw call.Malformed("imageid is missing or no UUID");

    private static string? ReadPassword(RequestContext call, JObject options)
    {
        string? password = options.Text("adminpass");
        if (password is null || !call.IsOtc)
        {
            return password;
        }

        return call.Undocumented.OtcRefusesPassword ? throw call.Malformed("adminpass is not supported") : null;
    }

    private static bool ReadUserData(RequestContext call, JObject? metadata, bool withCloudInit)
    {
        if (!withCloudInit || metadata.Text("user_data") is not { } text)
        {
            return false;
        }

        try
        {
            return Convert.FromBase64String(text).Length <= MostUserData ? true : throw call.Malformed("user_data is too long");
        }
        catch (FormatException)
        {
            throw call.Malformed("user_data is no base64");
        }
    }

    private static bool ReadByol(RequestContext call, JObject? metadata)
    {
        if (metadata?["BYOL"] is null)
        {
            return false;
        }

        bool isTrue = metadata.Text("BYOL") == "true";
        return isTrue || call.IsOtc || !call.Undocumented.HuaweiRefusesOtherByol ? isTrue : throw call.Malformed("BYOL must be true");
    }

    private static string? ReadKey(RequestContext call, JObject? metadata) => metadata.Text("__system__encrypted") switch
    {
        "1" => metadata.Text("__system__cmkid") is { Length: 36 } key ? key : throw call.Malformed("__system__cmkid is missing"),
        null or "0" => null,
        _ => throw call.Malformed("__system__encrypted must be 0 or 1"),
    };

    private void CheckLogin(RequestContext call, bool isChange)
    {
        if (call.IsOtc && KeyName is null)
        {
            throw call.Malformed("keyname is missing");
        }

        if (Password is not null && KeyName is not null)
        {
            throw call.Malformed("adminpass and keyname exclude each other");
        }

        // A change of system on Huawei may leave all of it out: the password is then reset afterwards (docs/contracts/huawei-ecs.md 3.7).
        bool hasLogin = Password is not null || KeyName is not null || (WithCloudInit && HasUserData) || (isChange && !call.IsOtc);
        if (!hasLogin)
        {
            throw call.Malformed("request body is illegal.");
        }

        if (KeyName is not null && UserId is null && !isChange && call.Undocumented.UserIdIsRequired)
        {
            throw call.Malformed("userid is missing");
        }

        if (Password is not null && WithCloudInit && !call.Undocumented.HuaweiTakesPassword)
        {
            throw call.Malformed("a key pair must be used in this region");
        }
    }
}
