"""Reading evaluations, each selector starting from what the person may see."""
