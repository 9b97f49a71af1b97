"""Staff whom units send (工作人员): people without a mandate, who take a unit's places and have no record."""
