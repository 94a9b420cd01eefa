// The types of those functions of the toolchain's libIndexStore that read an index. The library is opened at run time,
// so nothing is declared that would have to be linked.
//
// Source: indexstore/indexstore.h of the LLVM project.
#ifndef AUTODIFF_INDEXSTORE_H
#define AUTODIFF_INDEXSTORE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/// A text that belongs to the object it was asked of, without a zero at its end.
typedef struct {
  const char *data;
  size_t length;
} IndexText;

typedef void *(*IndexOpen)(const char *path, void **error);
typedef void *(*IndexReader)(void *store, const char *name, void **error);
typedef void (*IndexClose)(void *object);
typedef IndexText (*IndexTextOf)(void *object);
typedef int (*IndexKindOf)(void *object);
typedef uint64_t (*IndexRolesOf)(void *object);
typedef void *(*IndexPartOf)(void *object);
typedef bool (*IndexNames)(void *store, unsigned sorted, void *context, bool (*body)(void *context, IndexText name));
typedef bool (*IndexParts)(void *reader, void *context, bool (*body)(void *context, void *part));

#endif
