/** Files below {@code /sys/kernel} and {@code /sys/power}: the kernel about itself. */
package org.vmcore.emit.sys.kernel;
