package org.vmcore.kernel.recovery;

import java.util.OptionalLong;
import java.util.function.Function;

/**
 * How one symbol is recovered.
 *
 * @param name the symbol
 * @param address finds it and proves it; empty when nothing is what it must be
 */
record Rule(String name, Function<Evidence, OptionalLong> address) {}
