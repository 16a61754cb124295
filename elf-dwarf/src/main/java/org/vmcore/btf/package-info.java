/**
 * Reads BTF, the kernel's own compact type information ({@code Documentation/bpf/btf.rst}): the
 * section {@code .BTF} of a file or the copy in kernel memory. Start with {@link
 * org.vmcore.btf.Btf}.
 */
package org.vmcore.btf;
