using Microsoft.AspNetCore.Http;
using Tagalong.DevCluster.Kinds;

namespace Tagalong.Cli.Demo;

/// <summary>Sees each event that reaches the function, and how it is answered.</summary>
internal sealed class DeliveryWatch(OutcomeLog outcomes)
{
    private static readonly ResourceKind[] Kinds = [ResourceKinds.Rollout, ResourceKinds.Experiment, ResourceKinds.ReplicaSet];

    /// <summary>Told of each event of the release, before its sender has the answer; called by several threads.</summary>
    public Action<Delivery> Delivered { get; set; } = static _ => { };

    /// <summary>Lets the function answer, and tells.</summary>
    public async Task InvokeAsync(HttpContext context, RequestDelegate next)
    {
        await next(context);
        var headers = context.Request.Headers;
        var kind = Array.Find(Kinds, kind => kind.Kind == headers["ce-kind"].ToString());
        if (kind is not null && headers["ce-namespace"] == ObjectName.Namespace)
        {
            var outcome = outcomes.Take(headers["ce-id"].ToString());
            Delivered(new Delivery(new ObjectName(kind, headers["ce-name"].ToString()), headers["ce-type"].ToString(), context.Response.StatusCode, outcome));
        }
    }
}
