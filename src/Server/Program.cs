return await Tagalong.Server.Verbs.RunAsync(args);
