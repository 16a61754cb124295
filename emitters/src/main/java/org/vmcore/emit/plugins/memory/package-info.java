/**
 * What a dump can tell of memory beyond the kernel's own files: who holds it, file by file, cache
 * by cache, directory entry by directory entry.
 */
package org.vmcore.emit.plugins.memory;
