// POSIX's functions for terminals that a program makes, which Swift's module of the C library leaves out on Linux.

int posix_openpt(int flags);
int grantpt(int descriptor);
int unlockpt(int descriptor);
char *ptsname(int descriptor);
