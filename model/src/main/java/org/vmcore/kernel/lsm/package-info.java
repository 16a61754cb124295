/** What security modules know of tasks. */
package org.vmcore.kernel.lsm;
