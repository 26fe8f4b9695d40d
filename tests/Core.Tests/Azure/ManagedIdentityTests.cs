using Tagalong.Core.Outcomes;
using Tagalong.Testing;

namespace Tagalong.Core.Tests.Azure;

/// <summary>The managed identity of a Function App. Its endpoint stands in the environment, which a process has one of.</summary>
public class ManagedIdentityTests
{
    [Fact]
    public async Task A_managed_identity_gets_a_token_and_a_new_one_when_the_first_is_rejected()
    {
        await using var cluster = await Aks.SeededAsync();
        await using var azure = await FakeAzure.StartAsync(cluster);
        Environment.SetEnvironmentVariable("IDENTITY_ENDPOINT", $"{azure.Url}msi/token");
        Environment.SetEnvironmentVariable("IDENTITY_HEADER", "header-s3cret");
        azure.OnToken = request =>
        {
            azure.AksToken = azure.TokensFor("6dae42f8") > 1 ? cluster.AdminToken : "withdrawn";
            return null;
        };
        await using var labeler = RunningLabeler.Start("", Aks.Clock(), azure.Settings([.. Aks.ById("shop"), "Azure:Credential=ManagedIdentity"]));

        var outcome = await labeler.HandleAsync(Aks.Event());

        Assert.Equal(OutcomeKind.Labeled, outcome.Kind);
        Assert.Equal(2, azure.TokensFor("6dae42f8"));
        Assert.All(azure.TokenRequests, request => Assert.Equal(("header-s3cret", FakeAzure.Client), (request["header"], request["client_id"])));
        Assert.Contains(azure.TokenRequests, request => request["resource"] == "6dae42f8-4368-4678-94ff-3960e28e3630");
        labeler.AssertDiscreet(cluster);
    }
}
