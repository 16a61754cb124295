/** Files below {@code /sys}. */
package org.vmcore.emit.sys;
