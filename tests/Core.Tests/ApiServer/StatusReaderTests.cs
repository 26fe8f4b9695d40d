using System.Net;
using System.Text;
using Tagalong.Core.ApiServer;

namespace Tagalong.Core.Tests.ApiServer;

public class StatusReaderTests
{
    [Theory]
    [InlineData("get-unauthorized", nameof(ApiStatus.Unauthenticated))]
    [InlineData("get-forbidden", nameof(ApiStatus.Forbidden))]
    [InlineData("patch-forbidden", nameof(ApiStatus.Forbidden))]
    [InlineData("get-not-found", nameof(ApiStatus.NotFound))]
    [InlineData("apply-conflict", nameof(ApiStatus.FieldConflict))]
    [InlineData("apply-missing-object-with-uid", nameof(ApiStatus.UidMismatch))]
    [InlineData("apply-wrong-uid", nameof(ApiStatus.UidMismatch))]
    [InlineData("apply-invalid-label-value", nameof(ApiStatus.Invalid))]
    [InlineData("apply-no-field-manager", nameof(ApiStatus.Invalid))]
    [InlineData("unsupported-media-type", nameof(ApiStatus.Invalid))]
    public void Recorded_errors_are_classified(string recorded, string expected)
    {
        var (code, body) = Answer(recorded);

        Assert.Equal(expected, StatusReader.Read(code, body).Status.ToString());
    }

    /// <summary>Bodies of kube-apiserver 1.36.2 with Gatekeeper, a controller-runtime webhook, Kyverno and policies of its own.</summary>
    [Theory]
    [InlineData(403, """{"kind":"Status","apiVersion":"v1","metadata":{},"status":"Failure","message":"admission webhook \"validation.gatekeeper.sh\" denied the request: [container-must-have-limits] container <app> has no resource limits","reason":"Forbidden","code":403}""")]
    [InlineData(403, """{"kind":"Status","apiVersion":"v1","metadata":{},"status":"Failure","message":"admission webhook \"vrs.example.com\" denied the request without explanation","reason":"Forbidden","code":403}""")]
    [InlineData(400, """{"kind":"Status","apiVersion":"v1","metadata":{},"status":"Failure","message":"admission webhook \"validate.kyverno.svc-fail\" denied the request: \n\nresource ReplicaSet/shop/checkout-1 was blocked due to the following policies \n\nrequire-owner:\n  check-owner: 'validation error: the label owner is required'\n","code":400}""")]
    [InlineData(422, """{"kind":"Status","apiVersion":"v1","metadata":{},"status":"Failure","message":"replicasets.apps \"checkout-1\" is forbidden: ValidatingAdmissionPolicy 'p' with binding 'b' denied request: no","reason":"Invalid","details":{"name":"checkout-1","group":"apps","kind":"replicasets","causes":[{"message":"no"}]},"code":422}""")]
    [InlineData(403, """{"kind":"Status","apiVersion":"v1","metadata":{},"status":"Failure","message":"replicasets.apps \"checkout-1\" is forbidden: ValidatingAdmissionPolicy 'p' with binding 'b' denied request: no","reason":"Forbidden","details":{"name":"checkout-1","group":"apps","kind":"replicasets","causes":[{"message":"no"}]},"code":403}""")]
    [InlineData(401, """{"kind":"Status","apiVersion":"v1","metadata":{},"status":"Failure","message":"replicasets.apps \"checkout-1\" is forbidden: ValidatingAdmissionPolicy 'p' with binding 'b' denied request: no","reason":"Unauthorized","code":401}""")]
    [InlineData(403, """{"kind":"Status","apiVersion":"v1","metadata":{},"status":"Failure","message":"replicasets.apps \"checkout-1\" is forbidden: cannot set blockOwnerDeletion if an ownerReference refers to a resource you can't set finalizers on: , <nil>","reason":"Forbidden","code":403}""")]
    [InlineData(429, """{"kind":"Status","message":"admission webhook \"w.example.com\" denied the request: slow down","code":429}""")]
    [InlineData(500, """{"kind":"Status","message":"admission webhook \"w.example.com\" denied the request: replicasets.apps \"x\" is forbidden: User \"y\" cannot patch resource","code":500}""")]
    [InlineData(422, """{"kind":"Status","message":"admission webhook \"w.example.com\" denied the request: no","details":{"causes":[{"field":"metadata.uid"}]},"code":422}""")]
    public void A_denial_by_admission_is_no_missing_right_whatever_its_status(int code, string body)
    {
        var result = StatusReader.Read((HttpStatusCode)code, Encoding.UTF8.GetBytes(body), isWrite: true);

        Assert.Equal(ApiStatus.Invalid, result.Status);
        Assert.True(result.Message!.Contains("denied", StringComparison.Ordinal) || result.Message.Contains("is forbidden", StringComparison.Ordinal), result.Message);
    }

    [Theory]
    [InlineData("replicasets.apps \\\"checkout-1\\\" is forbidden: User \\\"system:serviceaccount:tagalong:tagalong\\\" cannot patch resource \\\"replicasets\\\" in API group \\\"apps\\\" in the namespace \\\"shop\\\"")]
    [InlineData("rollouts.argoproj.io is forbidden: User \\\"u\\\" cannot list resource \\\"rollouts\\\" in API group \\\"argoproj.io\\\" at the cluster scope: User does not have access to the resource in Azure. Update role assignment to allow access.")]
    [InlineData("forbidden: User \\\"u\\\" cannot get path \\\"/version\\\"")]
    [InlineData("")]
    public void A_missing_right_is_no_denial_by_admission(string message) => Assert.Equal(
        ApiStatus.Forbidden, StatusReader.Read(HttpStatusCode.Forbidden, Encoding.UTF8.GetBytes($$"""{"kind":"Status","message":"{{message}}","code":403}"""), isWrite: true).Status);

    [Fact]
    public void A_field_manager_with_an_odd_name_does_not_turn_its_conflict_into_a_denial()
    {
        var body = """{"message":"Apply failed with 1 conflict: conflict with \"x is forbidden: y\": .metadata.labels.a","details":{"causes":[{"reason":"FieldManagerConflict","field":".metadata.labels.a"}]}}"""u8;

        Assert.Equal(ApiStatus.FieldConflict, StatusReader.Read(HttpStatusCode.Conflict, body, isWrite: true).Status);
    }

    /// <summary>What kube-apiserver 1.20 answers where an object has a name twice in a keyed list, and any version where a webhook fails.</summary>
    [Theory]
    [InlineData("failed to create manager for existing fields: failed to convert new object (shop/checkout-1; apps/v1, Kind=ReplicaSet) to smd typed: errors:\\n  .spec.template.spec.containers[name=\\\"app\\\"].env: duplicate entries for key [name=\\\"LOG_LEVEL\\\"]")]
    [InlineData("Internal error occurred: failed calling webhook \\\"w.example.com\\\": failed to call webhook: Post \\\"https://w.shop.svc:443/\\\": connect: connection refused")]
    public void A_500_with_a_Status_to_a_write_is_about_the_object(string message)
    {
        var body = Encoding.UTF8.GetBytes($$"""{"kind":"Status","message":"{{message}}","code":500}""");

        Assert.Equal(ApiStatus.WriteFailed, StatusReader.Read(HttpStatusCode.InternalServerError, body, isWrite: true).Status);
        Assert.Equal(ApiStatus.ServerError, StatusReader.Read(HttpStatusCode.InternalServerError, body).Status);
        Assert.Equal(ApiStatus.ServerError, StatusReader.Read(HttpStatusCode.InternalServerError, "<html>"u8, isWrite: true).Status);
    }

    [Fact]
    public void A_conflict_names_the_labels_of_other_field_managers()
    {
        var (code, body) = Answer("apply-conflict");

        Assert.Equal(["tier", "version"], StatusReader.Read(code, body).ConflictingLabels);
    }

    [Fact]
    public void Keys_with_dots_and_slashes_are_named_completely()
    {
        var body = """{"details":{"causes":[{"reason":"FieldManagerConflict","field":".metadata.labels.app.kubernetes.io/part-of"}]}}"""u8;

        Assert.Equal(["app.kubernetes.io/part-of"], StatusReader.Read(HttpStatusCode.Conflict, body).ConflictingLabels);
    }

    [Theory]
    [InlineData(409, nameof(ApiStatus.Conflict))]
    [InlineData(408, nameof(ApiStatus.TimedOut))]
    [InlineData(429, nameof(ApiStatus.Throttled))]
    [InlineData(500, nameof(ApiStatus.ServerError))]
    [InlineData(503, nameof(ApiStatus.ServerError))]
    [InlineData(301, nameof(ApiStatus.ServerError))]
    public void Without_a_readable_body_the_HTTP_status_decides(int code, string expected)
    {
        foreach (var body in (string[])["", "<html>Bad Gateway</html>", "{", "null", "{\"details\":7}", "{\"message\":null}"])
        {
            Assert.Equal(expected, StatusReader.Read((HttpStatusCode)code, Encoding.UTF8.GetBytes(body)).Status.ToString());
        }
    }

    [Theory]
    [InlineData("404 page not found\n")]
    [InlineData("""{"kind":"Status","message":"the server could not find the requested resource","reason":"NotFound","details":{},"code":404}""")]
    [InlineData("""{"kind":"Status","reason":"NotFound","details":{"name":""},"code":404}""")]
    public void A_404_that_names_no_object_does_not_mean_that_the_object_is_gone(string body)
    {
        Assert.Equal(ApiStatus.NotServed, StatusReader.Read(HttpStatusCode.NotFound, Encoding.UTF8.GetBytes(body)).Status);
    }

    private static (HttpStatusCode Code, byte[] Body) Answer(string recorded)
    {
        var text = File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Fixtures", "kube-apiserver", recorded + ".http"));
        var answer = text[(text.IndexOf("-----", StringComparison.Ordinal) + 5)..].TrimStart();
        var code = int.Parse(answer.Split(' ')[1], null);
        return ((HttpStatusCode)code, Encoding.UTF8.GetBytes(answer[answer.IndexOf('{', StringComparison.Ordinal)..]));
    }
}
