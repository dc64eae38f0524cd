namespace EcsTools.Sandbox.Emulators.Huawei.Billing;

/// <summary>Terms in requests to BSS (docs/contracts/huawei-ecs-lifecycle.md 3.4): 2 for months, 3 for years.</summary>
internal static class BssPeriods
{
    /// <summary>Returns null for a term that is not offered.</summary>
    public static (string Unit, int Count)? Read(JObject body) => (Number(body, "period_type"), Number(body, "period_num")) switch
    {
        (2, >= 1 and <= 11 and { } months) => ("Month", months),
        (3, >= 1 and <= 3 and { } years) => ("Year", years),
        _ => null,
    };

    public static DateTimeOffset Add(DateTimeOffset from, string unit, int count) => unit == "Year" ? from.AddYears(count) : from.AddMonths(count);

    public static int? Number(JObject body, string name) => body[name] is JValue { Type: JTokenType.Integer } number ? (int)number : null;

    public static ApiErrorException Refuse() => ErrorResponses.Identity("CBC.30010069", "The period is not valid.", 400);
}
