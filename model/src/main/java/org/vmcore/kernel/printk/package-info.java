/** The kernel's log. Start with {@link org.vmcore.kernel.printk.Printk}. */
package org.vmcore.kernel.printk;
