using System.Collections.Immutable;
using Tagalong.FunctionsHost.Messages;

namespace Tagalong.FunctionsHost.App;

/// <summary>A function that the worker reports.</summary>
public sealed class FunctionDefinition
{
    private readonly RpcFunctionMetadata _metadata;
    private readonly AppSettings _settings;

    internal FunctionDefinition(RpcFunctionMetadata metadata, AppSettings settings)
    {
        (_metadata, _settings) = (metadata, settings);
        Bindings = [.. metadata.RawBindings.Select(FunctionBinding.Parse)];
        Trigger = Bindings.Single(static binding => binding.IsTrigger);
        Retry = RetryPolicy.Of(metadata.RetryOptions, Trigger.Type);
        IsDisabled = settings.IsDisabled(metadata.Name);
        Error = ErrorOf(Trigger, settings) is { } error ? $"The '{Name}' function is in error: {error}" : null;
    }

    public string Name => _metadata.Name;

    public string Id => _metadata.FunctionId;

    /// <summary>The bindings as JSON, as the worker wrote them.</summary>
    public IReadOnlyList<string> RawBindings => _metadata.RawBindings;

    public ImmutableArray<FunctionBinding> Bindings { get; }

    public FunctionBinding Trigger { get; }

    public IEnumerable<FunctionBinding> Outputs => Bindings.Where(static binding => binding.IsOutput);

    /// <summary>Null: the host does not retry.</summary>
    public RetryPolicy? Retry { get; }

    /// <summary>The app settings disable it: it is loaded, and its trigger does not listen.</summary>
    public bool IsDisabled { get; }

    /// <summary>Why the host does not listen to the trigger: an app setting that the binding names is missing. Null: it listens.</summary>
    public string? Error { get; }

    /// <summary>A member of the trigger with the values of app settings in it, as <c>schedule</c> or <c>queueName</c>.</summary>
    /// <exception cref="FunctionsHostException">The member or an app setting is missing.</exception>
    public string Setting(string member) => Setting(Trigger, member);

    internal string Setting(FunctionBinding binding, string member) =>
        _settings.Resolve(binding[member] ?? throw new FunctionsHostException($"The binding '{binding.Name}' of '{Name}' has no '{member}'."));

    private static string? ErrorOf(FunctionBinding trigger, AppSettings settings)
    {
        try
        {
            trigger.Texts.ToList().ForEach(text => settings.Resolve(text));
            return null;
        }
        catch (FunctionsHostException error)
        {
            return error.Message;
        }
    }

    internal FunctionLoadRequest ToLoadRequest()
    {
        var metadata = new RpcFunctionMetadata { ScriptFile = _metadata.ScriptFile, EntryPoint = _metadata.EntryPoint, Name = Name };
        metadata.Properties.Add("FunctionId", Id);
        foreach (var binding in Bindings)
        {
            metadata.Bindings.Add(binding.Name, binding.ToMessage());
        }

        return new FunctionLoadRequest { FunctionId = Id, Metadata = metadata };
    }
}
