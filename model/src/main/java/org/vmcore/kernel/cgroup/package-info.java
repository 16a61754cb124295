/** Control groups, versions 1 and 2. */
package org.vmcore.kernel.cgroup;
