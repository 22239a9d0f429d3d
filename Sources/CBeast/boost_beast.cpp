#include "boost.hpp"
#include <boost/beast/src.hpp>
