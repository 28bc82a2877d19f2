/* vm/module/checksum.h - the checksum of a container, for who writes and who reads it. */
#ifndef VIRGO_VM_MODULE_CHECKSUM_H
#define VIRGO_VM_MODULE_CHECKSUM_H

#include <string.h>
#include "module_fmt.h"
#include "runtime/base/hashmap.h"

/* Hash of the container's size bytes at p, taking its checksum field as zero. */
static inline uint64_t container_checksum(const void *p, size_t size)
{
    struct fmt_container head;
    memcpy(&head, p, sizeof head);
    head.checksum = 0;
    return hash_bytes((const char *)p + sizeof head, size - sizeof head, hash_bytes(&head, sizeof head, 0));
}

#endif
