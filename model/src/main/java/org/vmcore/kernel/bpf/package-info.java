/** Programs and maps of BPF, {@code kernel/bpf/}. */
package org.vmcore.kernel.bpf;
