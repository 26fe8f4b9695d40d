using Polly;
using Polly.CircuitBreaker;
using Polly.Retry;

namespace Tagalong.Core.ApiServer;

/// <summary>The resilience pipeline of all calls to one API server: retries within a budget, limits, and a circuit breaker.</summary>
internal sealed class ApiPipeline : IDisposable
{
    private static readonly ResiliencePropertyKey<long> Started = new("tagalong.started");

    private readonly ApiCallOptions _calls;
    private readonly ClusterLimits _limits;
    private readonly TimeProvider _time;
    private readonly Random _random;
    private readonly CircuitBreakerStateProvider _circuit = new();
    private readonly ResiliencePipeline<ApiResult> _retry;
    private readonly ResiliencePipeline<ApiResult> _breaker;

    public ApiPipeline(ApiCallOptions calls, ClusterLimitOptions limits, TimeProvider time, Random random)
    {
        (_calls, _limits, _time, _random) = (calls, new ClusterLimits(limits), time, random);
        var retry = new ResiliencePipelineBuilder<ApiResult> { TimeProvider = time };
        _retry = (calls.MaxRetries > 0 ? retry.AddRetry(Retry()) : retry).Build();
        _breaker = new ResiliencePipelineBuilder<ApiResult> { TimeProvider = time }.AddCircuitBreaker(BreakAt(limits)).Build();
    }

    /// <summary>The state of the circuit breaker.</summary>
    public CircuitBreakerState Breaker => _circuit.CircuitState switch
    {
        CircuitState.Closed => CircuitBreakerState.Closed,
        CircuitState.HalfOpen => CircuitBreakerState.HalfOpen,
        CircuitState.Open => CircuitBreakerState.Open,
        CircuitState.Isolated => CircuitBreakerState.Open,
    };

    /// <summary>Makes a call.</summary>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public async ValueTask<ApiResult> RunAsync<TState>(
        Func<TState, CancellationToken, ValueTask<ApiResult>> call, TState state, bool isWrite, CancellationToken cancellationToken)
    {
        var context = ResilienceContextPool.Shared.Get(continueOnCapturedContext: false, cancellationToken);
        try
        {
            context.Properties.Set(Started, _time.GetTimestamp());
            var outcome = await _retry.ExecuteOutcomeAsync(AttemptAsync, context, (this, call, state, isWrite)).ConfigureAwait(false);
            switch (outcome.Exception)
            {
                case null:
                    return outcome.Result;
                case BrokenCircuitException broken:
                    return new ApiResult(ApiStatus.CircuitOpen)
                    {
                        Message = "Calls to the API server kept failing, so the circuit breaker is open.",
                        RetryAfter = broken.RetryAfter ?? TimeSpan.Zero,
                    };
                default:
                    outcome.ThrowIfException();
                    throw outcome.Exception;
            }
        }
        finally
        {
            ResilienceContextPool.Shared.Return(context);
        }
    }

    public void Dispose() => _limits.Dispose();

    /// <summary>Waits for a slot outside of the breaker: a call that waits while it opens is not sent to a dead server.</summary>
    private static async ValueTask<Outcome<ApiResult>> AttemptAsync<TState>(
        ResilienceContext context,
        (ApiPipeline Pipeline, Func<TState, CancellationToken, ValueTask<ApiResult>> Call, TState State, bool IsWrite) call)
    {
        try
        {
            var (slot, rejection) = await call.Pipeline._limits.WaitAsync(call.IsWrite, context.CancellationToken).ConfigureAwait(false);
            using (slot)
            {
                return slot is null
                    ? Outcome.FromResult(rejection)
                    : await call.Pipeline._breaker.ExecuteOutcomeAsync(CallAsync, context, (call.Call, call.State)).ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException cancelled)
        {
            return Outcome.FromException<ApiResult>(cancelled);
        }
    }

    private static async ValueTask<Outcome<ApiResult>> CallAsync<TState>(
        ResilienceContext context, (Func<TState, CancellationToken, ValueTask<ApiResult>> Call, TState State) call)
    {
        try
        {
            return Outcome.FromResult(await call.Call(call.State, context.CancellationToken).ConfigureAwait(false));
        }
#pragma warning disable CA1031 // Polly takes an exception as a value, and it is thrown again above.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            return Outcome.FromException<ApiResult>(exception);
        }
    }

    /// <summary>Jittered exponential delays, or the API server's <c>Retry-After</c>, within the time and the budget for retries.</summary>
    private RetryStrategyOptions<ApiResult> Retry() => new()
    {
        MaxRetryAttempts = _calls.MaxRetries,
        BackoffType = DelayBackoffType.Exponential,
        Delay = _calls.RetryDelay,
        MaxDelay = _calls.RetryWindow > _calls.RetryDelay ? _calls.RetryWindow : _calls.RetryDelay,
        UseJitter = true,
        Randomizer = _random.NextDouble,
        ShouldHandle = attempt => ValueTask.FromResult(
            attempt.Outcome is { Exception: null, Result: { IsTransient: true } result }
            && attempt.AttemptNumber < MaxRetries(result.Status)
            && IsInTime(result, attempt.AttemptNumber, attempt.Context)
            && _limits.TryRetry()),
        DelayGenerator = attempt => ValueTask.FromResult(RequestedDelay(attempt.Outcome.Result)),
    };

    private CircuitBreakerStrategyOptions<ApiResult> BreakAt(ClusterLimitOptions limits) => new()
    {
        FailureRatio = limits.BreakAtPercent / 100.0,
        MinimumThroughput = limits.BreakMinimumCalls,
        SamplingDuration = limits.BreakWindow,
        BreakDurationGenerator = failed => ValueTask.FromResult(BreakAfter(failed.HalfOpenAttempts, limits)),
        StateProvider = _circuit,

        // A cancelled probe does not show that the API server works.
        ShouldHandle = static call => ValueTask.FromResult(call.Outcome switch
        {
            { Exception: not null } => true,
            { Result.Status: ApiStatus.ServerError or ApiStatus.TimedOut or ApiStatus.Unreachable } => true,
            _ => false,
        }),
    };

    /// <summary>Objects that can never be written must not use up the retries of the others.</summary>
    private int MaxRetries(ApiStatus status) => status == ApiStatus.WriteFailed ? Math.Min(1, _calls.MaxRetries) : _calls.MaxRetries;

    private static TimeSpan BreakAfter(int failedProbes, ClusterLimitOptions limits)
    {
        var doubled = limits.Break * Math.Pow(2, Math.Min(failedProbes, 16));
        return doubled < limits.LongestBreak ? doubled : limits.LongestBreak;
    }

    private bool IsInTime(ApiResult result, int attempt, ResilienceContext context) =>
        _time.GetElapsedTime(context.Properties.GetValue(Started, 0)) + (RequestedDelay(result) ?? _calls.RetryDelay * (1 << attempt))
            < _calls.RetryWindow;

    /// <remarks>A <c>Retry-After</c> of zero does not mean to retry at once.</remarks>
    private TimeSpan? RequestedDelay(ApiResult result) => result.RetryAfter > _calls.RetryDelay ? result.RetryAfter : null;
}
