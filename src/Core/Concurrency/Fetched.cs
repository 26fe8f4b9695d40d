namespace Tagalong.Core.Concurrency;

/// <summary>The result of one fetch of a <see cref="RefreshedValue{T, TError}"/>.</summary>
/// <param name="Value">The value, or null where the fetch failed.</param>
/// <param name="Error">What went wrong; without meaning where there is a value.</param>
/// <param name="RefreshAfter">How long after this fetch the next one may start.</param>
internal readonly record struct Fetched<T, TError>(T? Value, TError? Error, TimeSpan RefreshAfter)
    where T : class;
