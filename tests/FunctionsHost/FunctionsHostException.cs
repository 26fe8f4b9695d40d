namespace Tagalong.FunctionsHost;

/// <summary>The host cannot do what was asked: the app's folder, its settings or its worker do not allow it.</summary>
public sealed class FunctionsHostException(string message) : Exception(message);
