namespace Tagalong.Server.Queues;

/// <summary>A kind of queues. There is one line for each in <see cref="QueueServices"/>, and nothing else knows which there are.</summary>
/// <param name="Section">Its section below <c>Tagalong:Queue</c>.</param>
/// <param name="Example">The setting to begin with, for messages.</param>
/// <param name="Add">Adds its <see cref="IQueueBroker"/>, and its options with their checks, which are validated at the start.</param>
internal sealed record QueueKind(string Section, string Example, Action<IServiceCollection, IConfigurationSection> Add);
