"""What tests stand on: services, servers, clients and browsers that they start and end themselves."""
