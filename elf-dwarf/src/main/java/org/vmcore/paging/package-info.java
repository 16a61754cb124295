/**
 * Virtual addresses: page-table forms as data, one walker, and the memory of an address space on
 * top of a dump. Start with {@link org.vmcore.paging.Memory}. Knows no kernel structure beyond the
 * few symbols that place the page tables.
 */
package org.vmcore.paging;
