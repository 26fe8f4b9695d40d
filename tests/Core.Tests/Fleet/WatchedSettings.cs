using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Primitives;

namespace Tagalong.Core.Tests.Fleet;

/// <summary>Settings that know how many wait for them to change.</summary>
internal sealed class WatchedSettings(IConfiguration settings) : IConfiguration, IChangeToken
{
    private int _watchers;

    public int Watchers => Volatile.Read(ref _watchers);

    public bool HasChanged => false;

    public bool ActiveChangeCallbacks => true;

    public string? this[string key]
    {
        get => settings[key];
        set => settings[key] = value;
    }

    public IConfigurationSection GetSection(string key) => settings.GetSection(key);

    public IEnumerable<IConfigurationSection> GetChildren() => settings.GetChildren();

    public IChangeToken GetReloadToken() => this;

    public IDisposable RegisterChangeCallback(Action<object?> callback, object? state)
    {
        Interlocked.Increment(ref _watchers);
        return new Watch(this);
    }

    private sealed class Watch(WatchedSettings watched) : IDisposable
    {
        public void Dispose() => Interlocked.Decrement(ref watched._watchers);
    }
}
