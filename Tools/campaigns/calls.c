/* A library for LD_PRELOAD that stands between iaq and the system calls that change files. By environment variables it kills the
   process at its k-th such call (before it, or in the middle of a write), writes down the calls that were done, forks the holder of the
   writer's lock, or breaks the command on purpose, so that a campaign can show that it would notice. Built by basics.py with the C
   compiler at hand. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

static long killAt;          /* CALLS_KILL: number of the call to die at, from 1; 0 never */
static long tornPermille;    /* CALLS_TORN: thousandths of that call's bytes that still reach the file */
static const char *noSync;   /* CALLS_NOSYNC: "fsync", "fdatasync" or "all": these do nothing and succeed */
static const char *twin = ""; /* CALLS_TWIN: "buffered" frames never reach the journal, "nolock" every lock is got, "follow" links are
                                followed, "wide" files are made for everybody */
static int logDescriptor = -1; /* CALLS_LOG: file that gets one line for each call done */
static const char *mark;     /* CALLS_MARK: text looked for in what is written */
static const char *forkAt;   /* CALLS_FORK: "stay" or "exec": what a child of the lock's holder does */
static atomic_long calls;

__attribute__((constructor)) static void begin(void) {
  const char *text = getenv("CALLS_KILL");
  killAt = text ? atol(text) : 0;
  text = getenv("CALLS_TORN");
  tornPermille = text ? atol(text) : 0;
  noSync = getenv("CALLS_NOSYNC");
  mark = getenv("CALLS_MARK");
  forkAt = getenv("CALLS_FORK");
  if (getenv("CALLS_TWIN")) twin = getenv("CALLS_TWIN");
  text = getenv("CALLS_LOG");
  if (text) logDescriptor = (int)syscall(SYS_openat, AT_FDCWD, text, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
}

static void die(void) {
  kill(getpid(), SIGKILL);
  for (;;) pause();
}

/* Counts a call; true when the process is to die at it. */
static int isLast(void) { return atomic_fetch_add(&calls, 1) + 1 == killAt; }

static void path(int descriptor, char *out, size_t size) {
  char link[64];
  snprintf(link, sizeof link, "/proc/self/fd/%d", descriptor);
  ssize_t length = readlink(link, out, size - 1);
  out[length < 0 ? 0 : length] = 0;
}

static void told(const char *name, int descriptor, const char *last, long offset, long result, int marked) {
  if (logDescriptor < 0) return;
  int before = errno;
  char place[1024], line[1400];
  path(descriptor, place, sizeof place);
  int length = snprintf(line, sizeof line, "%s %s%s%s %ld %ld %d\n", name, place, last ? "/" : "", last ? last : "", offset, result, marked);
  syscall(SYS_write, logDescriptor, line, (size_t)length);
  errno = before;
}

ssize_t pwrite(int descriptor, const void *bytes, size_t count, off_t offset) {
  if (isLast()) {
    size_t some = count * (size_t)tornPermille / 1000;
    /* A slot of a journal lies in one sector, which is written whole or not at all; the format counts on that (Format/journal.md).
       It counts on it nowhere else, so every other write is torn at any byte. */
    if (some < count && count == 16 && (offset == 512 || offset == 1024)) some = 0;
    if (some > 0) syscall(SYS_pwrite64, descriptor, bytes, some, offset);
    die();
  }
  if (strcmp(twin, "buffered") == 0 && count > 4 && memcmp(bytes, "IAFR", 4) == 0) return (ssize_t)count;
  ssize_t result = syscall(SYS_pwrite64, descriptor, bytes, count, offset);
  told("pwrite", descriptor, NULL, (long)offset, (long)result, mark && memmem(bytes, count, mark, strlen(mark)) != NULL);
  return result;
}

static int synced(const char *name, int descriptor, long number) {
  if (isLast()) die();
  if (noSync && (strcmp(noSync, "all") == 0 || strcmp(noSync, name) == 0)) return 0;
  int result = (int)syscall(number, descriptor);
  told(name, descriptor, NULL, 0, result, 0);
  return result;
}

int fsync(int descriptor) { return synced("fsync", descriptor, SYS_fsync); }
int fdatasync(int descriptor) { return synced("fdatasync", descriptor, SYS_fdatasync); }

int renameat(int from, const char *name, int to, const char *newName) {
  if (isLast()) die();
  int result = (int)syscall(SYS_renameat2, from, name, to, newName, 0);
  told("rename", to, newName, 0, result, 0);
  return result;
}

int unlinkat(int directory, const char *name, int flags) {
  if (isLast()) die();
  int result = (int)syscall(SYS_unlinkat, directory, name, flags);
  told("unlink", directory, name, 0, result, 0);
  return result;
}

int mkdirat(int directory, const char *name, mode_t mode) {
  if (isLast()) die();
  int result = (int)syscall(SYS_mkdirat, directory, name, mode);
  told("mkdir", directory, name, (long)mode, result, 0);
  return result;
}

int mkdir(const char *name, mode_t mode) {
  if (isLast()) die();
  int result = (int)syscall(SYS_mkdirat, AT_FDCWD, name, mode);
  told("mkdir", AT_FDCWD, name, (long)mode, result, 0);
  return result;
}

int openat(int directory, const char *name, int flags, ...) {
  mode_t mode = 0;
  if (flags & O_CREAT) {
    va_list rest;
    va_start(rest, flags);
    mode = va_arg(rest, mode_t);
    va_end(rest);
    if (isLast()) die();
  }
  if (strcmp(twin, "follow") == 0) flags &= ~(O_NOFOLLOW | O_EXCL);
  if (strcmp(twin, "wide") == 0) mode = 0666;
  int result = (int)syscall(SYS_openat, directory, name, flags, mode);
  if (flags & O_CREAT) told("create", directory, name, (long)mode, result, 0);
  return result;
}

int ftruncate(int descriptor, off_t length) {
  if (isLast()) die();
  int result = (int)syscall(SYS_ftruncate, descriptor, length);
  told("truncate", descriptor, NULL, (long)length, result, 0);
  return result;
}

int fchmod(int descriptor, mode_t mode) {
  if (isLast()) die();
  int result = strcmp(twin, "wide") == 0 ? 0 : (int)syscall(SYS_fchmod, descriptor, mode);
  told("fchmod", descriptor, NULL, (long)mode, result, 0);
  return result;
}

int flock(int descriptor, int operation) {
  int result = strcmp(twin, "nolock") == 0 ? 0 : (int)syscall(SYS_flock, descriptor, operation);
  if (result == 0 && forkAt && (operation & LOCK_EX)) {
    int before = errno;
    char place[1024];
    path(descriptor, place, sizeof place);
    size_t length = strlen(place);
    if (length > 7 && strcmp(place + length - 7, "/WRITER") == 0) {
      pid_t child = fork();
      if (child == 0) {
        /* The test's pipes must not stay open in the child. */
        for (int open = 0; open < 3; open++) close(open);
        if (strcmp(forkAt, "exec") == 0) execl("/bin/sleep", "sleep", "30", (char *)NULL);
        sleep(30);
        _exit(0);
      }
      told("fork", descriptor, NULL, 0, (long)child, 0);
    }
    errno = before;
  }
  return result;
}
