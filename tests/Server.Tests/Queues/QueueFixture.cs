using Tagalong.Testing;

[assembly: AssemblyFixture(typeof(SharedRabbitMq))]
