/* A library to preload below the command: system calls on the files of a store fail, are interrupted or come up short. Files are
 * those opened by openat from an open directory, as a store opens all of its own; nothing else is touched.
 *
 * IAQ_FAULT          eintr, short, eio, enospc, emfile, or none (count only)
 * IAQ_FAULT_CALL     the call that it befalls, counted from 1 among those it can befall; 0 for every second one
 * IAQ_FAULT_LASTING  1: the calls after it too
 * IAQ_FAULT_COUNT    a file that gets the number of such calls
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/syscall.h>
#include <sys/types.h>
#include <unistd.h>

enum { READS = 1, WRITES = 2, SYNCS = 4, OPENS = 8, MAKES = 16, NAMES = 32, CUTS = 64, LOCKS = 128 };
enum { LARGEST = 4096 };
static atomic_int calls;
static atomic_char ours[LARGEST];
static int number, chosen, lasting, befalls, isshort, counter = -1;

__attribute__((constructor)) static void begin(void) {
  const char *kind = getenv("IAQ_FAULT"), *call = getenv("IAQ_FAULT_CALL"), *last = getenv("IAQ_FAULT_LASTING");
  chosen = call ? atoi(call) : -1;
  lasting = last && *last == '1';
  const char *count = getenv("IAQ_FAULT_COUNT");
  if (count) counter = syscall(SYS_openat, AT_FDCWD, count, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
  if (!kind) return;
  if (!strcmp(kind, "eintr")) number = EINTR, befalls = READS | WRITES | SYNCS | OPENS | MAKES | CUTS | LOCKS;
  if (!strcmp(kind, "short")) isshort = 1, befalls = READS | WRITES;
  if (!strcmp(kind, "eio")) number = EIO, befalls = READS | WRITES | SYNCS | OPENS | MAKES | NAMES | CUTS;
  if (!strcmp(kind, "enospc")) number = ENOSPC, befalls = WRITES | MAKES | NAMES;
  if (!strcmp(kind, "emfile")) number = EMFILE, befalls = OPENS | MAKES;
}

/* Whether a call of this kind is to go wrong. */
static int wrong(int kind) {
  if (!(befalls & kind)) return 0;
  int call = atomic_fetch_add(&calls, 1) + 1;
  /* Told at once: a command need not end by exit. */
  char text[16];
  if (counter >= 0) syscall(SYS_pwrite64, counter, text, snprintf(text, sizeof text, "%d", call), 0);
  if (chosen < 0) return 0;
  return chosen == 0 ? call % 2 == 1 : call == chosen || (lasting && call > chosen);
}

static int isours(int file) { return file >= 0 && file < LARGEST && atomic_load(&ours[file]); }

#define REAL(type, name, ...)                                  \
  static type (*real)(__VA_ARGS__);                            \
  if (!real) real = (type(*)(__VA_ARGS__))dlsym(RTLD_NEXT, name)

static int opened(int (*real)(int, const char *, int, ...), int directory, const char *name, int flags, mode_t mode) {
  if (directory != AT_FDCWD && wrong(flags & O_CREAT ? MAKES : OPENS)) return errno = number, -1;
  int file = real(directory, name, flags, mode);
  if (file >= 0 && file < LARGEST) atomic_store(&ours[file], directory != AT_FDCWD);
  return file;
}
#define OPEN(name)                                             \
  int name(int directory, const char *path, int flags, ...) {  \
    REAL(int, #name, int, const char *, int, ...);             \
    va_list list;                                              \
    va_start(list, flags);                                     \
    mode_t mode = flags & O_CREAT ? va_arg(list, mode_t) : 0;  \
    va_end(list);                                              \
    return opened(real, directory, path, flags, mode);         \
  }
OPEN(openat)
OPEN(openat64)

#define READ(name)                                                              \
  ssize_t name(int file, void *bytes, size_t count, off_t offset) {             \
    REAL(ssize_t, #name, int, void *, size_t, off_t);                           \
    if (isours(file) && wrong(READS)) {                                         \
      if (!isshort) return errno = number, -1;                                  \
      count = count > 1 ? count / 2 : count;                                    \
    }                                                                           \
    return real(file, bytes, count, offset);                                    \
  }
READ(pread)
READ(pread64)

/* A full disk takes a part of the bytes first, as disks do; the call after it then has the error. */
#define WRITE(name)                                                             \
  ssize_t name(int file, const void *bytes, size_t count, off_t offset) {       \
    REAL(ssize_t, #name, int, const void *, size_t, off_t);                     \
    if (isours(file) && wrong(WRITES)) {                                        \
      if (isshort) return real(file, bytes, count > 1 ? count / 2 : count, offset); \
      /* But for a journal's slots: each lies in one sector, which is written whole or not at all (Format/journal.md). */ \
      if (number == ENOSPC && count > 1 && !(count == 16 && (offset == 512 || offset == 1024))) \
        real(file, bytes, count / 2, offset);                                   \
      return errno = number, -1;                                                \
    }                                                                           \
    return real(file, bytes, count, offset);                                    \
  }
WRITE(pwrite)
WRITE(pwrite64)

#define ONE(name, kind, arguments, ...)                        \
  int name arguments {                                         \
    static int(*real) arguments;                               \
    if (!real) real = (int(*) arguments)dlsym(RTLD_NEXT, #name); \
    if (wrong(kind)) return errno = number, -1;                \
    return real(__VA_ARGS__);                                  \
  }
ONE(fsync, SYNCS, (int file), file)
ONE(fdatasync, SYNCS, (int file), file)
ONE(ftruncate, CUTS, (int file, off_t size), file, size)
ONE(ftruncate64, CUTS, (int file, off_t size), file, size)
ONE(flock, LOCKS, (int file, int what), file, what)
ONE(mkdirat, NAMES, (int directory, const char *name, mode_t mode), directory, name, mode)
ONE(unlinkat, NAMES, (int directory, const char *name, int flags), directory, name, flags)
ONE(renameat, NAMES, (int from, const char *name, int to, const char *other), from, name, to, other)

int close(int file) {
  REAL(int, "close", int);
  if (file >= 0 && file < LARGEST) atomic_store(&ours[file], 0);
  return real(file);
}
