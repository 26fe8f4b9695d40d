using System.Collections.Immutable;
using Tagalong.Core.ApiServer;

namespace Tagalong.Core.Kubeconfig;

/// <summary>A credential plugin, ready to be run.</summary>
internal sealed class ExecPlugin
{
    private const string V1 = "client.authentication.k8s.io/v1";
    private const string V1Beta1 = "client.authentication.k8s.io/v1beta1";

    /// <exception cref="EndpointException">The plugin cannot be used; the message says why.</exception>
    public ExecPlugin(KubeconfigExec exec, string? user, KubeconfigCluster cluster)
    {
        Command = exec.Command ?? throw new EndpointException($"the credential plugin of the user '{user}' has no command");
        if (exec.ApiVersion is not (V1 or V1Beta1))
        {
            throw new EndpointException($"the credential plugin of the user '{user}' has the apiVersion '{exec.ApiVersion}'; set {V1} or {V1Beta1}, whichever it speaks");
        }

        if (exec.Environment.Any(static variable => variable.Name.Length == 0 || variable.Name.Contains('=', StringComparison.Ordinal)))
        {
            throw new EndpointException($"the credential plugin of the user '{user}' has an environment variable without a name");
        }

        CheckMode(exec, user);
        (ApiVersion, Arguments, InstallHint) = (exec.ApiVersion, exec.Arguments, exec.InstallHint);
        Environment = [.. exec.Environment, ("KUBERNETES_EXEC_INFO", ExecCredentialJson.Request(ApiVersion, exec.ProvidesClusterInfo ? cluster : null))];
    }

    /// <summary>The program: a name, which is looked for in <c>PATH</c>, or an absolute path.</summary>
    public string Command { get; }

    /// <summary>Its arguments, each handed over as it is: there is no shell.</summary>
    public ImmutableArray<string> Arguments { get; }

    /// <summary>Variables in addition to those of the process; of two with the same name the later one counts.</summary>
    public ImmutableArray<(string Name, string Value)> Environment { get; }

    /// <summary>The version of the API that both sides speak.</summary>
    public string ApiVersion { get; }

    /// <summary>How to install the program, or null.</summary>
    public string? InstallHint { get; }

    /// <remarks>Nobody sits before a server, and the terminal of the command line tool shows progress: a plugin never gets standard input.</remarks>
    private static void CheckMode(KubeconfigExec exec, string? user)
    {
        if (exec.InteractiveMode == "Always")
        {
            throw new EndpointException(
                $"the credential plugin of the user '{user}' needs a terminal (interactiveMode: Always), which Tagalong does not give it; use another way to log in");
        }

        if (exec.InteractiveMode is not ("Never" or "IfAvailable") && !(exec.InteractiveMode is null && exec.ApiVersion == V1Beta1))
        {
            throw new EndpointException(
                $"the credential plugin of the user '{user}' has the interactiveMode '{exec.InteractiveMode}'; set Never or IfAvailable");
        }
    }
}
