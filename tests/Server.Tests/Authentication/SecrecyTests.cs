using System.Collections.Concurrent;
using System.Diagnostics;
using System.Diagnostics.Metrics;
using Microsoft.IdentityModel.Tokens;
using Tagalong.DevCluster.Faults;

namespace Tagalong.Server.Tests.Authentication;

/// <summary>
/// What is told to anybody, by log line, metric, trace or answer, holds no credential and no part of an object's body: listened to
/// at the finest level, while good, bad and garbled requests come and the API server and the issuer misbehave.
/// </summary>
public class SecrecyTests
{
    private const string Secret = MarkedBodies.Secret;
    private const string GoodKey = $"{Secret}-good-key-0123456789abcdef";
    private const string WrongKey = $"{Secret}-wrong-key-0123456789abcdef";

    private readonly ConcurrentQueue<string> _told = [];

    [Fact]
    public async Task No_credential_and_no_body_is_ever_shown()
    {
        using var metrics = Listen();
        using var activities = Trace();
        await using var issuer = await FakeIssuer.StartAsync();
        issuer.WantedToken = $"{Secret}-of-the-function";
        var tokenFile = Path.GetTempFileName();
        await File.WriteAllTextAsync(tokenFile, issuer.WantedToken, TestContext.Current.CancellationToken);
        await using var function = await Sending.StartAsync(
        [
            .. issuer.Settings(), $"Tagalong:Senders:ApiKeys:argo-events:Keys:0={GoodKey}",
            $"Tagalong:Senders:Issuers:cluster:TokenFile={tokenFile}", "Logging:LogLevel:Default=Trace", "Logging:LogLevel:Microsoft.AspNetCore=Trace",
            "Tagalong:ApiCalls:RetryDelay=00:00:00.001",
        ]);

        var token = issuer.Token(good => good.Claims["note"] = Secret);
        var tokens = (string[])[token, token[..^3] + "AAA", token[..^1], $"{Secret}.{Secret}.{Secret}", Secret, issuer.Token(other => other.Audience = Secret),
            issuer.Token(other => other.Issuer = Secret), issuer.Token(other => other.SigningCredentials = FakeIssuer.SignedBy(
                new ECDsaSecurityKey(System.Security.Cryptography.ECDsa.Create()) { KeyId = Secret }))];
        foreach (var credentials in (IEnumerable<(string, string)>)[("X-Api-Key", GoodKey), ("X-Api-Key", WrongKey), ("Authorization", $"Basic {Secret}"),
            ("Authorization", Secret), .. tokens.Select(text => ("Authorization", $"Bearer {text}"))])
        {
            using var answer = await function.AnswerToAsync(credentials);
            await TellAsync(answer);
        }

        foreach (var (contentType, body) in MarkedBodies.All())
        {
            using var answer = await function.PostAsync(MarkedBodies.Content(contentType, body), ("X-Api-Key", GoodKey));
            await TellAsync(answer);
            using var binary = await function.PostAsync(
                MarkedBodies.Content("application/json", body), ("X-Api-Key", GoodKey), ("ce-specversion", "1.0"), ("ce-id", "1"), ("ce-source", "s"), ("ce-type", "dev.knative.apiserver.resource.add"));
            await TellAsync(binary);
        }

        foreach (var fault in (Fault[])[Fault.Status(500, "InternalError", "failed"), Fault.CutHalfway(), Fault.CutBeforeResponse()])
        {
            using var faulty = function.Cluster.Faults.Add(fault);
            using var answer = await function.PostAsync(MarkedBodies.Content("application/cloudevents+json", MarkedBodies.Structured(MarkedBodies.ReplicaSet().ToJsonString())), ("X-Api-Key", GoodKey));
            await TellAsync(answer);
        }

        foreach (var line in function.Logs.GetSnapshot())
        {
            _told.Enqueue($"{line.Message} {line.Exception} {string.Join(' ', line.StructuredState ?? [])} {string.Join(' ', line.Scopes)}");
        }

        File.Delete(tokenFile);
        string[] secrets = [Secret, function.Cluster.AdminToken, .. tokens.SelectMany(text => text.Split('.')).Where(part => part.Length > 20)];
        Assert.True(_told.Count > 200, $"Only {_told.Count} things were told.");
        Assert.Contains(_told, line => line.Contains("CredentialsRefused", StringComparison.Ordinal));
        Assert.Contains(_told, line => line.Contains("MalformedData", StringComparison.Ordinal));
        Assert.Contains(_told, line => line.StartsWith("tagalong.events", StringComparison.Ordinal));
        Assert.Contains(_told, line => line.StartsWith("tagalong.event ", StringComparison.Ordinal));
        string[] leaks = [.. _told.Where(line => Array.Exists(secrets, secret => line.Contains(secret, StringComparison.OrdinalIgnoreCase)))];
        Assert.True(leaks.Length == 0, string.Join('\n', leaks.Distinct()));
    }

    private async Task TellAsync(HttpResponseMessage answer) =>
        _told.Enqueue($"{answer.Headers} {await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)}");

    private MeterListener Listen()
    {
        var listener = new MeterListener { InstrumentPublished = static (instrument, listening) => listening.EnableMeasurementEvents(instrument) };
        listener.SetMeasurementEventCallback<long>((instrument, _, tags, _) => Tell(instrument, tags));
        listener.SetMeasurementEventCallback<int>((instrument, _, tags, _) => Tell(instrument, tags));
        listener.SetMeasurementEventCallback<double>((instrument, _, tags, _) => Tell(instrument, tags));
        listener.Start();
        return listener;

        void Tell(Instrument instrument, ReadOnlySpan<KeyValuePair<string, object?>> tags) =>
            _told.Enqueue($"{instrument.Name} {string.Join(' ', tags.ToArray())}");
    }

    private ActivityListener Trace()
    {
        var listener = new ActivityListener
        {
            ShouldListenTo = static _ => true,
            Sample = static (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = activity => _told.Enqueue(
                $"{activity.DisplayName} {activity.StatusDescription} {string.Join(' ', activity.TagObjects)} {string.Join(' ', activity.Events.SelectMany(happened => happened.Tags))}"),
        };
        ActivitySource.AddActivityListener(listener);
        return listener;
    }
}
