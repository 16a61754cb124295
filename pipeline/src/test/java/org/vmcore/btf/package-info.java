/** Types as BTF tells them, compared with those of real kernels' DWARF. */
package org.vmcore.btf;
