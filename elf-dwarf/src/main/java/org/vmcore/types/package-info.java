/**
 * C types as debug information describes them, whatever it was: DWARF or BTF. Types are lazy (a
 * structure reads its members when first asked) and safe to share between threads. Start with
 * {@link org.vmcore.types.Type}.
 */
package org.vmcore.types;
