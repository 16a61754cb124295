/**
 * Memory in sysfs: nodes ({@code devices/system/node}), blocks ({@code devices/system/memory}),
 * {@code kernel/mm} and slab caches ({@code kernel/slab}).
 */
package org.vmcore.emit.sys.mm;
