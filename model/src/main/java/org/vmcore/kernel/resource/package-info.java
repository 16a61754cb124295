/** Address ranges and who owns them: {@link org.vmcore.kernel.resource.Resource}. */
package org.vmcore.kernel.resource;
