/**
 * Memory of the whole machine and of processes: nodes and zones ({@link
 * org.vmcore.kernel.mm.Node}), counters ({@link org.vmcore.kernel.mm.VmStat}), slab caches, swap
 * areas, huge pages, vmalloc areas, areas of processes.
 */
package org.vmcore.kernel.mm;
