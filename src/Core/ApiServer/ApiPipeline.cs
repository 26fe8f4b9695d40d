using Polly;
using Polly.CircuitBreaker;
using Polly.Retry;

namespace Tagalong.Core.ApiServer;

/// <summary>
/// What every call to one API server goes through: it is tried again where that helps and is affordable, waits for its turn,
/// and is not made at all while the API server is given up.
/// </summary>
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

    /// <summary>Whether the API server is called.</summary>
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
                        Message = "Calls to the API server kept failing, so it is left alone for a moment.",
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

    /// <summary>Waits for its turn outside of the breaker: who waits while it opens is not sent to a dead server.</summary>
    private static async ValueTask<Outcome<ApiResult>> AttemptAsync<TState>(
        ResilienceContext context,
        (ApiPipeline Pipeline, Func<TState, CancellationToken, ValueTask<ApiResult>> Call, TState State, bool IsWrite) made)
    {
        try
        {
            var (turn, refusal) = await made.Pipeline._limits.WaitAsync(made.IsWrite, context.CancellationToken).ConfigureAwait(false);
            using (turn)
            {
                return turn is null
                    ? Outcome.FromResult(refusal)
                    : await made.Pipeline._breaker.ExecuteOutcomeAsync(CallAsync, context, (made.Call, made.State)).ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException cancelled)
        {
            return Outcome.FromException<ApiResult>(cancelled);
        }
    }

    private static async ValueTask<Outcome<ApiResult>> CallAsync<TState>(
        ResilienceContext context, (Func<TState, CancellationToken, ValueTask<ApiResult>> Call, TState State) made)
    {
        try
        {
            return Outcome.FromResult(await made.Call(made.State, context.CancellationToken).ConfigureAwait(false));
        }
#pragma warning disable CA1031 // The library takes an exception as a value, and it is thrown again above.
        catch (Exception fault)
#pragma warning restore CA1031
        {
            return Outcome.FromException<ApiResult>(fault);
        }
    }

    /// <summary>Jittered exponential waits, the API server's own <c>Retry-After</c> obeyed, and no attempt that is not affordable.</summary>
    private RetryStrategyOptions<ApiResult> Retry() => new()
    {
        MaxRetryAttempts = _calls.MaxRetries,
        BackoffType = DelayBackoffType.Exponential,
        Delay = _calls.RetryDelay,
        MaxDelay = _calls.RetryWindow > _calls.RetryDelay ? _calls.RetryWindow : _calls.RetryDelay,
        UseJitter = true,
        Randomizer = NextDouble,
        ShouldHandle = attempt => ValueTask.FromResult(
            attempt.Outcome is { Exception: null, Result: { IsTransient: true } answer }
            && attempt.AttemptNumber < _calls.MaxRetries
            && IsInTime(answer, attempt.AttemptNumber, attempt.Context)
            && _limits.TryRetry()),
        DelayGenerator = attempt => ValueTask.FromResult(WaitAskedFor(attempt.Outcome.Result)),
    };

    private CircuitBreakerStrategyOptions<ApiResult> BreakAt(ClusterLimitOptions limits) => new()
    {
        FailureRatio = limits.BreakAtPercent / 100.0,
        MinimumThroughput = limits.BreakMinimumCalls,
        SamplingDuration = limits.BreakWindow,
        BreakDurationGenerator = failed => ValueTask.FromResult(BreakAfter(failed.HalfOpenAttempts, limits)),
        StateProvider = _circuit,

        // A probe that was called off says nothing good of the API server.
        ShouldHandle = static call => ValueTask.FromResult(call.Outcome switch
        {
            { Exception: not null } => true,
            { Result.Status: ApiStatus.ServerError or ApiStatus.TimedOut or ApiStatus.Unreachable } => true,
            _ => false,
        }),
    };

    private static TimeSpan BreakAfter(int failedProbes, ClusterLimitOptions limits)
    {
        var doubled = limits.Break * Math.Pow(2, Math.Min(failedProbes, 16));
        return doubled < limits.LongestBreak ? doubled : limits.LongestBreak;
    }

    private bool IsInTime(ApiResult answer, int attempt, ResilienceContext context) =>
        _time.GetElapsedTime(context.Properties.GetValue(Started, 0)) + (WaitAskedFor(answer) ?? _calls.RetryDelay * (1 << attempt))
            < _calls.RetryWindow;

    /// <remarks>To be asked for no wait at all is no reason to come back at once.</remarks>
    private TimeSpan? WaitAskedFor(ApiResult answer) => answer.RetryAfter > _calls.RetryDelay ? answer.RetryAfter : null;

    private double NextDouble()
    {
        lock (_random)
        {
            return _random.NextDouble();
        }
    }
}
