namespace Tagalong.Cli.Tests.KubectlParity;

/// <summary>A program that calls the API server of a kubeconfig's context.</summary>
internal interface IReaches
{
    /// <summary>Calls it.</summary>
    /// <param name="environment">All environment variables.</param>
    /// <param name="kubeconfig">The value of <c>--kubeconfig</c>; null to use the environment.</param>
    /// <param name="context">The value of <c>--context</c>; null for the current context.</param>
    /// <param name="folder">The working directory.</param>
    /// <param name="cancellationToken">Ends the program.</param>
    /// <returns>Whether it succeeded, and what it wrote.</returns>
    Task<(bool IsSuccess, string Output)> ReachAsync(
        IReadOnlyDictionary<string, string> environment, string? kubeconfig, string? context, string folder, CancellationToken cancellationToken);
}
