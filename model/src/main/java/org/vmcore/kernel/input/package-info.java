/** Keyboards, mice and buttons, {@code drivers/input/}. */
package org.vmcore.kernel.input;
