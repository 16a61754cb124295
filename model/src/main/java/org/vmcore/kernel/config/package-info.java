/** What the kernel says of itself: its names and its configuration. */
package org.vmcore.kernel.config;
