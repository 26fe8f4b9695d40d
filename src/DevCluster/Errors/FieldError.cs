namespace Tagalong.DevCluster.Errors;

/// <summary>A field that validation rejects, in the words of <c>k8s.io/apimachinery/pkg/util/validation/field</c>.</summary>
internal sealed record FieldError(string Reason, string Field, string Message)
{
    public static FieldError Invalid(string field, string value, string why) =>
        new("FieldValueInvalid", field, $"Invalid value: {Quoted(value)}: {why}");

    /// <summary>A number, which is printed without quotes.</summary>
    public static FieldError InvalidNumber(string field, long value, string why) =>
        new("FieldValueInvalid", field, $"Invalid value: {value}: {why}");

    public static FieldError Required(string field, string why) =>
        new("FieldValueRequired", field, why.Length == 0 ? "Required value" : $"Required value: {why}");

    public static FieldError Forbidden(string field, string why) => new("FieldValueForbidden", field, $"Forbidden: {why}");

    public static FieldError NotSupported(string field, string value, params IEnumerable<string> supported) =>
        new("FieldValueNotSupported", field, $"Unsupported value: {Quoted(value)}: supported values: {string.Join(", ", supported.Select(Quoted))}");

    public static FieldError TooLong(string field, string why) => new("FieldValueTooLong", field, $"Too long: {why}");

    public StatusCause ToCause() => new(Reason, Message, Field);

    private static string Quoted(string value) => JsonValue.Create(value).ToText();
}
