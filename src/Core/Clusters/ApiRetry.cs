using Polly;
using Polly.Retry;

namespace Tagalong.Core.Clusters;

/// <summary>
/// The retry policy of calls to an API server: jittered exponential waits, its own <c>Retry-After</c> obeyed, and no new
/// attempt once the budget is spent.
/// </summary>
internal static class ApiRetry
{
    private static readonly ResiliencePropertyKey<long> Started = new("tagalong.started");

    public static ResiliencePipeline<ApiAnswer> Build(ApiCallOptions options, TimeProvider time, Random random)
    {
        var builder = new ResiliencePipelineBuilder<ApiAnswer> { TimeProvider = time };
        if (options.MaxRetries > 0)
        {
            builder.AddRetry(new RetryStrategyOptions<ApiAnswer>
            {
                MaxRetryAttempts = options.MaxRetries,
                BackoffType = DelayBackoffType.Exponential,
                Delay = options.RetryDelay,
                MaxDelay = options.RetryBudget > options.RetryDelay ? options.RetryBudget : options.RetryDelay,
                UseJitter = true,
                Randomizer = () => NextDouble(random),
                ShouldHandle = attempt => ValueTask.FromResult(
                    attempt.Outcome.Result is { IsTransient: true } answer && IsAffordable(answer, attempt.AttemptNumber, attempt.Context)),
                DelayGenerator = attempt => ValueTask.FromResult(WaitAskedFor(attempt.Outcome.Result)),
            });
        }

        return builder.Build();

        bool IsAffordable(ApiAnswer answer, int attempt, ResilienceContext context) =>
            time.GetElapsedTime(context.Properties.GetValue(Started, 0)) + (WaitAskedFor(answer) ?? options.RetryDelay * (1 << attempt))
                < options.RetryBudget;

        // To be asked for no wait at all is no reason to come back at once.
        TimeSpan? WaitAskedFor(ApiAnswer answer) => answer.RetryAfter > options.RetryDelay ? answer.RetryAfter : null;
    }

    /// <summary>Runs a call, from now on.</summary>
    public static async ValueTask<ApiAnswer> RunAsync<TState>(
        this ResiliencePipeline<ApiAnswer> pipeline,
        Func<TState, CancellationToken, ValueTask<ApiAnswer>> call,
        TState state,
        TimeProvider time,
        CancellationToken cancellationToken)
    {
        var context = ResilienceContextPool.Shared.Get(continueOnCapturedContext: false, cancellationToken);
        try
        {
            context.Properties.Set(Started, time.GetTimestamp());
            return await pipeline.ExecuteAsync(
                static (context, call) => call.call(call.state, context.CancellationToken), context, (call, state)).ConfigureAwait(false);
        }
        finally
        {
            ResilienceContextPool.Shared.Return(context);
        }
    }

    private static double NextDouble(Random random)
    {
        lock (random)
        {
            return random.NextDouble();
        }
    }
}
