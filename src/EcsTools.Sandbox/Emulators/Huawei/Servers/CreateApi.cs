using EcsTools.Sandbox.Emulators.Huawei.Billing;
using EcsTools.Sandbox.Emulators.Huawei.Jobs;
using EcsTools.Sandbox.Fleet;

namespace EcsTools.Sandbox.Emulators.Huawei.Servers;

/// <summary>POST <c>/v1/{p}/cloudservers</c> and <c>/v1.1/{p}/cloudservers</c> (docs/contracts/huawei-ecs-lifecycle.md 9.1). Which code stands for which
/// refusal is a choice.</summary>
internal static class CreateApi
{
    private const int MostServers = 100;
    private const int MostTags = 10;

    public static ApiResponse Create(RequestContext call) => Create(call, takesOrders: false);

    public static ApiResponse CreateByOrder(RequestContext call) => Create(call, takesOrders: true);

    private static ApiResponse Create(RequestContext call, bool takesOrders)
    {
        JObject body = call.Body.Object("server") ?? throw call.Malformed("server is missing");
        int count = body.Number("count") ?? 1;
        string name = body.Text("name") ?? throw call.Malformed("name is missing");
        if (count is < 1 or > MostServers || name.Length > (call.IsOtc ? 128 : 64))
        {
            throw call.Malformed("count, name");
        }

        Image image = call.Backend.FindImage(body.Text("imageRef") ?? "") is { IsUsable: true } found ? found : throw ErrorResponses.Error("Ecs.0031", "image not found");
        Size size = call.Backend.Sizes.Find(body.Text("flavorRef") ?? "") ?? throw ErrorResponses.Error("Ecs.0020", "flavor not found");
        Network network = FindNetwork(call, body);
        IReadOnlyList<string> groups = [.. (body.Objects("security_groups") ?? []).Select(g => g.Text("id")).OfType<string>()];
        if (groups.Any(g => call.Backend.SecurityGroups.Find(g) is null))
        {
            throw ErrorResponses.Error("Ecs.0303", "security group not found");
        }

        if (body.Text("availability_zone") is { } zone && !call.Backend.Zones.Contains(zone))
        {
            throw call.Malformed("availability_zone");
        }

        string? keyPair = body.Text("key_name");
        if (keyPair is not null && !call.Backend.KeyPairs.ContainsKey(keyPair))
        {
            throw ErrorResponses.Error("Ecs.0032", "key pair not found");
        }

        CheckUserData(call, body);
        IReadOnlyDictionary<string, string> tags = ReadTags(call, body);
        (bool isPrepaid, string unit, int periods) = ReadCharge(call, body, takesOrders);
        _ = ReadDisks(call, body, image);
        _ = ReadAddress(call, body);
        if (call.Body.IsTrue("dry_run"))
        {
            return new ApiResponse(202);
        }

        if (call.Backend.Servers.Count + count > call.Project.InstanceQuota)
        {
            throw ErrorResponses.Error("Ecs.0000", "quota exceeded", 403);
        }

        ServerCreation[] creations =
        [
            .. Enumerable.Range(1, count).Select(i => new ServerCreation(call.Backend, image, size, network)
            {
                Id = call.Backend.NewUuid(),
                Name = count == 1 ? name : FormattableString.Invariant($"{name}-{i:0000}"),
                Zone = body.Text("availability_zone"),
                Description = body.Text("description") ?? "",
                SecurityGroupIds = groups,
                KeyPairName = keyPair,
                Password = keyPair is null && (image.IsWindows || body.Text("user_data") is null) ? body.Text("adminPass") : null,
                ElasticIp = ReadAddress(call, body),
                IsSpot = body.Object("extendparam").Text("marketType") == "spot",
                ExpiresAt = isPrepaid ? BssPeriods.Add(call.Backend.Now, unit, periods) : null,
                Tags = tags,
                Disks = ReadDisks(call, body, image),
            }),
        ];
        return Begin(call, creations, isPrepaid, unit, periods, size.IsInStock);
    }

    private static ApiResponse Begin(RequestContext call, ServerCreation[] creations, bool isPrepaid, string unit, int periods, bool hasStock)
    {
        bool fails = !hasStock || call.Context.UndocumentedBehavior.CreationVanishes;
        Job job = call.Project.BeginJob("createServer", server: null);
        List<(ServerCreation Creation, Server Server, Job Part)> parts = [.. creations.Select(c => (c, c.Make(), job.AddChild("createSingleServer", c.Id)))];
        string? order = null;
        if (isPrepaid)
        {
            job.AwaitPayment();
            decimal amount = creations.Sum(c => PriceList.ForTerm(PriceList.SizePerHour(c.Size), unit, periods));
            order = call.Backend.Orders.Place(
                parts[0].Server, OrdersApi.ToSubscription, amount, call.Body.Object("server").Object("extendparam").Text("isAutoPay") == "true", Carry).Id;
        }
        else
        {
            Carry();
        }

        return ApiResponse.Ok(w =>
        {
            w.Put("job_id", job.Id);
            if (order is not null)
            {
                w.Put("order_id", order);
            }

            w.PutTexts("serverIds", parts.Select(p => p.Server.Id));
        });

        void Carry()
        {
            job.Resume();
            call.Backend.Events.After(call.Undocumented.JobStaysInitial, job.Run);
            parts.ForEach(p => p.Creation.Begin(p.Server, fails, isUp =>
            {
                if (isUp)
                {
                    p.Part.Succeed();
                }
                else
                {
                    p.Part.Fail(hasStock ? "Ecs.0014" : "Ecs.0319", hasStock ? "the creation was rolled back" : "No valid host was found.");
                }
            }));
        }
    }

    private static Network FindNetwork(RequestContext call, JObject body)
    {
        IReadOnlyList<JObject> nics = body.Objects("nics") ?? [];
        Network? network = nics.Count is >= 1 and <= 12 ? call.Backend.Networks.Find(nics[0].Text("subnet_id") ?? "") : null;
        return network is not null && network.VpcId == body.Text("vpcid") ? network : throw ErrorResponses.Error("Ecs.0302", "the subnet does not exist in the VPC");
    }

    private static void CheckUserData(RequestContext call, JObject body)
    {
        try
        {
            if (body.Text("user_data") is { } text && Convert.FromBase64String(text).Length > 32 * 1024)
            {
                throw call.Malformed("user_data is too long");
            }
        }
        catch (FormatException)
        {
            throw call.Malformed("user_data is not base64");
        }
    }

    private static IReadOnlyDictionary<string, string> ReadTags(RequestContext call, JObject body)
    {
        Dictionary<string, string> tags = new(StringComparer.Ordinal);
        foreach (JObject tag in body.Objects("server_tags") ?? [])
        {
            tags[tag.Text("key") ?? throw call.Malformed("server_tags")] = tag.Text("value") ?? "";
        }

        foreach (string[] tag in body.Texts("tags").Select(t => t.Split(['.'], 2)))
        {
            tags[tag[0]] = tag.Length > 1 ? tag[1] : "";
        }

        return tags.Count <= MostTags ? tags : throw ErrorResponses.Error("Ecs.0908", "too many tags");
    }

    private static (bool IsPrepaid, string Unit, int Count) ReadCharge(RequestContext call, JObject body, bool takesOrders)
    {
        JObject? extended = body.Object("extendparam");
        if (extended.Text("chargingMode") != "prePaid")
        {
            return (false, "", 0);
        }

        if (!takesOrders)
        {
            throw call.Malformed("chargingMode");
        }

        if (body.Text("key_name") is not null && body.Object("metadata").Text("op_svc_userid") is null)
        {
            throw call.Malformed("op_svc_userid is required");
        }

        int count = extended.Number("periodNum") ?? 0;
        return (extended.Text("periodType"), count) switch
        {
            ("month", >= 1 and <= 9) => (true, "Month", count),
            ("year", >= 1 and <= 3) => (true, "Year", count),
            _ => throw call.Malformed("periodType, periodNum"),
        };
    }

    // New objects on every call: each server has disks and an address of its own.
    private static IReadOnlyList<Disk> ReadDisks(RequestContext call, JObject body, Image image)
    {
        JObject root = body.Object("root_volume") ?? throw call.Malformed("root_volume is missing");
        int size = root.Number("size") is > 0 and { } given ? given : Math.Max(40, image.SizeGiB);
        if (size < image.SizeGiB)
        {
            throw ErrorResponses.Error("Ecs.0021", "the system disk is smaller than the image");
        }

        return [NewDisk(call, root, size, image.Id), .. (body.Objects("data_volumes") ?? []).Select(d => NewDisk(call, d, d.Number("size") ?? 0, null))];
    }

    private static Disk NewDisk(RequestContext call, JObject body, int size, string? imageId)
    {
        string category = body.Text("volumetype") ?? throw call.Malformed("volumetype is missing");
        if (category is not ("SSD" or "SAS" or "SATA" or "GPSSD" or "ESSD") || size > 32768 || (imageId is null && size < 10))
        {
            throw call.Malformed("volumetype, size");
        }

        return new Disk
        {
            Id = call.Backend.NewUuid(),
            IsSystem = imageId is not null,
            SizeGiB = size,
            Category = category,
            ImageId = imageId,
            EncryptionKeyId = body.Object("metadata").Text("__system__encrypted") == "1" ? body.Object("metadata").Text("__system__cmkid") : null,
            DeleteWithServer = imageId is not null,
            CreatedAt = call.Backend.Now,
        };
    }

    private static ElasticIp? ReadAddress(RequestContext call, JObject body)
    {
        if (body.Object("publicip").Object("eip") is not { } address)
        {
            return null;
        }

        JObject? bandwidth = address.Object("bandwidth");
        string? mode = bandwidth.Text("chargemode");
        if (address.Text("iptype") is null || bandwidth.Number("size") is not (>= 1 and <= 2000) || (call.IsOtc && mode != "traffic"))
        {
            throw call.Malformed("publicip");
        }

        return new ElasticIp
        {
            Id = call.Backend.NewUuid(),
            BandwidthId = call.Backend.NewUuid(),
            Address = call.Backend.NewPublicIp(),
            BandwidthMbps = bandwidth.Number("size")!.Value,
            IsBilledByBandwidth = mode == "bandwidth",
        };
    }
}
