/** {@code plugins/lockup}: CPUs that look stuck, and why. */
package org.vmcore.emit.plugins.lockup;
