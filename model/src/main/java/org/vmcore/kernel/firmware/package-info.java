/** What the firmware told the kernel, {@code drivers/firmware/}. */
package org.vmcore.kernel.firmware;
