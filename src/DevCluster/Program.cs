using Tagalong.DevCluster;

return await ServerCommand.RunAsync(args, Console.Out, Console.Error);
