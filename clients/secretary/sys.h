/*
 * sys — the calls that change a disk, through one table that tests replace; and durable files built on them.
 *
 * Promise: when dbk_file_keep() returns 0, the bytes stand under that name after a power cut; when it returns -1, what
 * stood under that name before stands there still, or the new bytes do, whole: never a half.
 * Not here: what the files mean (outbox.c, settings.c).
 */
#ifndef DBK_SECRETARY_SYS_H
#define DBK_SECRETARY_SYS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

#include "proto/err.h"

typedef struct {
    int     (*openat)(int dir, const char *name, int flags, mode_t mode);
    ssize_t (*write)(int fd, const void *bytes, size_t size);
    int     (*fsync)(int fd);
    int     (*renameat)(int from_dir, const char *from, int to_dir, const char *to);
    int     (*unlinkat)(int dir, const char *name, int flags);
    int     (*mkdirat)(int dir, const char *name, mode_t mode);
} dbk_sys_table;

extern const dbk_sys_table  dbk_sys_real;
extern const dbk_sys_table *dbk_sys;              /* what is in use; tests point it elsewhere */

#define DBK_TEMP_SUFFIX ".tmp"                    /* a name that ends so holds nothing that was promised */

/* Write `name` in folder `dir` whole, mode 0600: temporary file, fsync, rename, fsync of the folder.
 *   errors   DBK_E_SYSTEM: the disk refused (full, read-only, broken) */
int dbk_file_keep(int dir, const char *name, const void *bytes, size_t size, dbk_err *err);

/* Move a kept file, and sync both folders. */
int dbk_file_move(int from_dir, const char *from, int to_dir, const char *to, dbk_err *err);

/* Remove a file if it is there, and sync its folder. */
int dbk_file_remove(int dir, const char *name, dbk_err *err);

/* A whole file.
 *   most     bytes; a larger file is DBK_E_INPUT
 *   returns  malloc'd, yours to free, with a NUL behind its `*size` bytes; NULL: err says why
 *   errors   DBK_E_NO_INPUT not there, not readable, or not a file */
uint8_t *dbk_file_read(int dir, const char *name, size_t most, size_t *size, dbk_err *err);

/* Open folder `path`, making it and its parents (mode 0700) when they are missing; one that is there keeps its mode.
 * Returns a descriptor, or -1. */
int dbk_folder_open(const char *path, dbk_err *err);
/* The same for one folder inside an open one. */
int dbk_folder_inside(int dir, const char *name, dbk_err *err);

/* Calls `see` for each name of the folder that ends in `suffix`, until one returns other than 0: that is returned. */
typedef int dbk_name_seen(void *ctx, const char *name, dbk_err *err);
int dbk_folder_each(int folder, const char *suffix, dbk_name_seen *see, void *ctx, dbk_err *err);

#endif
