/* A second translation unit that includes the header, twice: nothing may be defined there. */
#include <taxdoc.h>
#include <taxdoc.h>

uint32_t second_unit(void);

uint32_t second_unit(void)
{
    return taxdoc_abi_version();
}
