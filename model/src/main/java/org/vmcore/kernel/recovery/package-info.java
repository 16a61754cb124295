/**
 * Symbols of data that a kernel does not know itself (without CONFIG_KALLSYMS_ALL its kallsyms has
 * functions alone), recovered from what lies in its memory: tables by their texts, variables by the
 * functions that refer to them, heads of lists by their entries. Each is accepted only when what
 * lies there is what it must be. Start with {@link org.vmcore.kernel.recovery.RecoveredSymbols}.
 */
package org.vmcore.kernel.recovery;
