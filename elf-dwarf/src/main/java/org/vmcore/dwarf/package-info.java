/**
 * DWARF 4 and 5 as gcc, clang and dwz write them: units, abbreviations, an index of names, and the
 * types behind them, read when first asked for. Start with {@link org.vmcore.dwarf.Dwarf}.
 */
package org.vmcore.dwarf;
