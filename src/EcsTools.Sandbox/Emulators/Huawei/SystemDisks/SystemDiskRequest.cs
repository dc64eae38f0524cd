using System;

using Newtonsoft.Json.Linq;

namespace EcsTools.Sandbox.Emulators.Huawei.SystemDisks;

/// <summary>What the body of a reinstallation or change of system asks for (docs/contracts/huawei-ecs.md 3.6, 3.7).</summary>
internal sealed class SystemDiskRequest
{
    private const int MostUserData = 32 * 1024;

    private SystemDiskRequest()
    {
    }

    /// <summary>The new image; null for the present one.</summary>
    public string? ImageId { get; private set; }

    /// <summary>The key pair that is to open it, or null.</summary>
    public string? KeyName { get; private set; }

    /// <summary>Whose key pair; null for the caller's.</summary>
    public string? UserId { get; private set; }

    /// <summary>The password that is to open it, or null.</summary>
    public string? Password { get; private set; }

    /// <summary>True if the guest is told what to do in another way.</summary>
    public bool HasUserData { get; private set; }

    /// <summary>True if the user brings the licence.</summary>
    public bool IsByol { get; private set; }

    /// <summary>True if a running server is to be stopped first.</summary>
    public bool StopsFirst { get; private set; }

    /// <summary>True if an order may be paid without asking.</summary>
    public bool IsAutoPay { get; private set; }

    /// <summary>True on the v2 path: the image is thought to hold Cloud-Init.</summary>
    public bool WithCloudInit { get; private set; }

    /// <summary>Reads a body.</summary>
    /// <param name="call">The call.</param>
    /// <param name="withCloudInit">True on the v2 path.</param>
    /// <param name="isChange">True for a change of system.</param>
    /// <returns>What it asks for.</returns>
    /// <exception cref="ApiErrorException">Ecs.0005: what cannot be meant.</exception>
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
